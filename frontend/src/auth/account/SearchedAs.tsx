import { useQuery } from "@tanstack/react-query";
import { searchedAsQuery } from "../../api/access";
import { formatMoment } from "../../ui/time";
import classes from "./AccountScreen.module.css";
import { text } from "./text";

/** Who among the administrators searched with one's own eyes; nothing where nobody did. */
export function SearchedAs() {
  const { data: searches = [] } = useQuery(searchedAsQuery);
  if (searches.length === 0) return null;
  return (
    <section className={classes["part"]} aria-labelledby="account-searched-as">
      <div>
        <h2 id="account-searched-as">{text.searchedAsTitle}</h2>
        <p className={classes["lead"]}>{text.searchedAsLead}</p>
      </div>
      <ul className={classes["searches"]}>
        {searches.map(({ id, by, searched_at }) => (
          <li key={id}>
            {formatMoment(searched_at)}, {by === "" ? text.searchedAsGone : by}
          </li>
        ))}
      </ul>
    </section>
  );
}
