import { Globe, UserRound, UserRoundX, UsersRound } from "lucide-react";
import type { Reader } from "../../api/access";
import { text } from "./text";
import classes from "./WhoCanSee.module.css";

const icons = { everyone: Globe, group: UsersRound, person: UserRound, gone: UserRoundX } as const;

const named = ({ kind, name }: Reader) =>
  kind === "everyone" ? text.everyone : kind === "gone" ? text.gone : name;

/** One reader; a group says how many are in it, and to administrators who. */
export function ReaderLine({ reader }: { reader: Reader }) {
  const Icon = icons[reader.kind];
  const isGroup = reader.kind === "group";
  return (
    <li className={classes["reader"]}>
      <Icon size={15} aria-hidden="true" />
      {isGroup && reader.people.length > 0 ? (
        <details>
          <summary>
            {named(reader)} <span className={classes["count"]}>{text.people(reader.count)}</span>
          </summary>
          <ul className={classes["people"]}>
            {reader.people.map(({ id, name, email }) => (
              <li key={id}>{name === "" ? email : name}</li>
            ))}
          </ul>
        </details>
      ) : (
        <span>
          {named(reader)} {isGroup && <span className={classes["count"]}>{text.people(reader.count)}</span>}
        </span>
      )}
    </li>
  );
}
