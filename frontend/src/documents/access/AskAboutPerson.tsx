import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { accessQuery, type Subject } from "../../api/access";
import { membersQuery } from "../../api/admin";
import { ErrorNote } from "../../ui/ErrorNote";
import { text } from "./text";
import classes from "./WhoCanSee.module.css";

/** Ask whether one person can see something; for administrators. */
export function AskAboutPerson({ subject }: { subject: Subject }) {
  const { data: members = [] } = useQuery(membersQuery);
  const [email, setEmail] = useState<string | null>(null);
  const { data, error } = useQuery({
    ...accessQuery(subject, email ?? ""),
    enabled: email !== null,
  });
  const person = email === null ? null : data?.person;
  const member = members.find((one) => one.email === email);
  const who = member?.name || (email ?? "");
  return (
    <div className={classes["ask"]}>
      <Select
        label={text.ask}
        placeholder={text.choose}
        searchable
        clearable
        nothingFoundMessage={text.nobody}
        data={members.map(({ email, name }) => ({ value: email, label: name === "" ? email : name }))}
        value={email}
        onChange={setEmail}
      />
      {error && <ErrorNote error={error} />}
      <p className={classes["verdict"]} role="status" data-may={person?.may_see}>
        {person && (person.may_see ? text.may(who, person.because) : text.mayNot(who))}{" "}
        {person && (
          <Link to="/admin/bench" search={{ as: person.email }}>
            {text.searchAs}
          </Link>
        )}
      </p>
    </div>
  );
}
