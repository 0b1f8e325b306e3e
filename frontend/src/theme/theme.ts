import {
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  Menu,
  Tooltip,
} from "@mantine/core";

const loden: MantineColorsTuple = [
  "#eef4f0",
  "#dbe7df",
  "#b5dcc6",
  "#93c8ab",
  "#6fa88b",
  "#4c866b",
  "#386b54",
  "#2b5141",
  "#24463a",
  "#1e3b2f",
];

const gray: MantineColorsTuple = [
  "#fbfbf9",
  "#f0f1ec",
  "#e7e9e2",
  "#dddfd7",
  "#c9cdc2",
  "#b7bdb1",
  "#7d877f",
  "#5f6962",
  "#4a544d",
  "#1a201c",
];

const dark: MantineColorsTuple = [
  "#e5e8e0",
  "#b1b9b0",
  "#929b92",
  "#667067",
  "#2f3630",
  "#252b26",
  "#1d221e",
  "#161a17",
  "#121613",
  "#101311",
];

export const theme = createTheme({
  colors: { loden, gray, dark },
  primaryColor: "loden",
  primaryShade: { light: 7, dark: 3 },
  variantColorResolver: (input) => {
    const isPrimary = input.color === undefined || input.color === input.theme.primaryColor;
    if (input.variant !== "filled" || !isPrimary) return defaultVariantColorsResolver(input);
    return {
      background: "var(--loden)",
      hover: "var(--loden-deep)",
      color: "var(--on-loden)",
      border: "1px solid transparent",
    };
  },
  black: "#1a201c",
  fontFamily: "var(--interface)",
  fontFamilyMonospace: "var(--code)",
  headings: { fontFamily: "var(--interface)" },
  defaultRadius: "sm",
  radius: { xs: "3px", sm: "6px", md: "8px", lg: "12px", xl: "20px" },
  cursorType: "pointer",
  focusRing: "auto",
  respectReducedMotion: true,
  components: {
    // Where they are asked for, so that they belong to a landmark and follow in the order of focus.
    Menu: Menu.extend({
      defaultProps: { withinPortal: false, floatingStrategy: "fixed", withInitialFocusPlaceholder: false },
    }),
    Tooltip: Tooltip.extend({ defaultProps: { withinPortal: false, floatingStrategy: "fixed" } }),
  },
});
