import { Button, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { ListChecks } from "lucide-react";
import { type FormEvent, useState } from "react";
import { membersQuery } from "../../api/admin";
import { PageHead } from "../../ui/PageHead";
import classes from "./Bench.module.css";
import { BothFields } from "./BothFields";
import { SaveCase } from "./SaveCase";
import { SearchingAs } from "./SearchingAs";
import { Sides } from "./Sides";
import { TriedFields } from "./TriedFields";
import { text } from "./text";
import { useBench } from "./useBench";

/** A question with the settings in force and with others beside them, with anybody's eyes. */
export function BenchScreen() {
  const { as: person } = useSearch({ from: "/house/admin/bench" });
  const navigate = useNavigate();
  const { data: members = [] } = useQuery(membersQuery);
  const [question, setQuestion] = useState("");
  const bench = useBench(person);
  const look = (as: string | null) =>
    void navigate({ to: "/admin/bench", search: as === null ? {} : { as } });
  const send = (event: FormEvent) => {
    event.preventDefault();
    bench.ask(question.trim());
  };
  const member = members.find(({ email }) => email === person);
  return (
    <>
      <PageHead title={text.title} lead={text.lead}>
        <Button
          variant="default"
          leftSection={<ListChecks size={16} />}
          renderRoot={(props) => <Link to="/admin/bench/sets" {...props} />}
        >
          {text.toSets}
        </Button>
      </PageHead>
      {person !== undefined && (
        <SearchingAs who={member?.name || (member?.email ?? person)} onLeave={() => look(null)} />
      )}
      <form onSubmit={send} className={classes["form"]}>
        <TextInput
          label={text.question}
          placeholder={text.questionHint}
          value={question}
          onChange={(event) => setQuestion(event.currentTarget.value)}
        />
        <Select
          label={text.person}
          placeholder={text.myself}
          searchable
          clearable
          data={members.map(({ name, email }) => ({ value: email, label: name || email }))}
          value={person ?? null}
          onChange={look}
        />
        <Button type="submit" disabled={question.trim() === ""}>
          {text.compare}
        </Button>
      </form>
      <div className={classes["groups"]}>
        <BothFields bench={bench} />
        <TriedFields bench={bench} />
      </div>
      <p className={classes["changed"]} role="status">
        {bench.isChanged ? text.isChanged : ""}
      </p>
      {bench.stands !== "found" ? (
        <p className={classes["faint"]}>{bench.stands === "refused" ? text.refused : text.empty}</p>
      ) : (
        <>
          <Sides bench={bench} expected={bench.expected} onExpect={bench.expect} />
          <SaveCase bench={bench} expected={bench.expected} key={bench.question} />
        </>
      )}
    </>
  );
}
