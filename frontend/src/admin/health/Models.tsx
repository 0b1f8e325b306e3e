import type { Health } from "../../api/health";
import { Row } from "../Row";
import { Rows } from "../Rows";
import { Section } from "../Section";
import { Mark } from "./Mark";
import { text } from "./text";

/** Whether the models that embed and the servers that write answer. */
export function Models({ health }: { health: Health }) {
  return (
    <Section title={text.models}>
      <Rows>
        {health.embedders.map(({ name, is_up, detail }) => (
          <Row key={name} name={name} detail={detail === "" ? text.embedder : detail}>
            <UpMark isUp={is_up} />
          </Row>
        ))}
        {health.model_servers.map(({ server, model, is_up }) => (
          <Row key={server} name={model} detail={text.server(server)}>
            <UpMark isUp={is_up} />
          </Row>
        ))}
      </Rows>
    </Section>
  );
}

function UpMark({ isUp }: { isUp: boolean }) {
  return <Mark tone={isUp ? "good" : "bad"}>{isUp ? text.up : text.down}</Mark>;
}
