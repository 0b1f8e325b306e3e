import { Link } from "@tanstack/react-router";
import classes from "./AuthFrame.module.css";
import { text } from "./text";

/** The way back to the sign-in page. */
export function SignInLink() {
  return (
    <Link to="/sign-in" className={classes["aside"] ?? ""}>
      {text.toSignIn}
    </Link>
  );
}
