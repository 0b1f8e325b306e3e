import { createContext } from "react";

/** Which heading comes next: inside of a section, one below the section's own. */
export const NextHeading = createContext<"h2" | "h3">("h2");
