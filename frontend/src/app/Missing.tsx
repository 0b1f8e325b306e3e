import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { EmptyState } from "../ui/EmptyState";
import { text } from "./text";

/** Missing and not shared look the same. */
export function Missing() {
  return (
    <EmptyState heading="h1" title={text.missingTitle} body={text.missingBody}>
      <Button renderRoot={(props) => <Link to="/" {...props} />}>{text.goHome}</Button>
    </EmptyState>
  );
}
