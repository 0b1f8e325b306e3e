import classes from "./Wordmark.module.css";

/** The name beside its mark: a collar with two raglan seams. */
export function Wordmark({ size = "small" }: { size?: "small" | "large" }) {
  return (
    <span className={classes["root"]} data-size={size}>
      <svg viewBox="0 0 32 32" aria-hidden="true" className={classes["mark"]}>
        <path className={classes["seam"]} d="M12.5 5 4.5 25M19.5 5 27.5 25" />
        <path className={classes["collar"]} d="M12.5 5c.7 3 2 4.4 3.5 4.4S18.8 8 19.5 5M10.5 27h11" />
      </svg>
      Raglan
    </span>
  );
}
