import { text } from "./text";
import { WhoCanSee } from "./WhoCanSee";
import classes from "./WhoCanSee.module.css";

/** Who can see a document, as a part of its page. */
export function AccessSection({ documentId }: { documentId: string }) {
  return (
    <section aria-labelledby="access-title">
      <h2 id="access-title" className={classes["title"]}>
        {text.title}
      </h2>
      <WhoCanSee subject={{ document: documentId }} />
    </section>
  );
}
