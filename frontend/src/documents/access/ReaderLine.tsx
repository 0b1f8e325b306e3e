import { Globe, UserRound, UserRoundX, UsersRound } from "lucide-react";
import type { Reader } from "../../api/access";
import { text } from "./text";
import classes from "./WhoCanSee.module.css";

const icons = { everyone: Globe, group: UsersRound, person: UserRound, gone: UserRoundX } as const;

const named = ({ kind, name }: Reader) =>
  kind === "everyone" ? text.everyone : kind === "gone" ? text.gone : name;

/** One reader; a group says how many are in it to those who see lists of groups, and to administrators who. */
export function ReaderLine({ reader }: { reader: Reader }) {
  const Icon = icons[reader.kind];
  const size = reader.kind === "group" && reader.count !== null && (
    <span className={classes["count"]}>{text.people(reader.count)}</span>
  );
  return (
    <li className={classes["reader"]}>
      <Icon size={15} aria-hidden="true" />
      {size && reader.people.length > 0 ? (
        <details>
          <summary>
            {named(reader)} {size}
          </summary>
          <ul className={classes["people"]}>
            {reader.people.map(({ id, name, email }) => (
              <li key={id}>{name === "" ? email : name}</li>
            ))}
          </ul>
        </details>
      ) : (
        <span>
          {named(reader)} {size}
        </span>
      )}
    </li>
  );
}
