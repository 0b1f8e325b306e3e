import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { styleNonce } from "../theme/nonce";
import { theme } from "../theme/theme";
import { leaveNothing } from "./leaving";
import { watchPerson } from "./person";
import { queryClient } from "./queryClient";
import { router } from "./router";

watchPerson(queryClient, leaveNothing);

export function Providers() {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
      withGlobalClasses={false}
      deduplicateInlineStyles={false}
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
