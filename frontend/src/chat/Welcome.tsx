import { useQuery } from "@tanstack/react-query";
import { ArrowUpRight } from "lucide-react";
import { outlinesQuery } from "../api/documents";
import { useSession } from "../app/useSession";
import { starterQuestions } from "./starters";
import { text } from "./text";
import classes from "./Welcome.module.css";

const mostStarters = 4;

/** The first words before the first question, and questions to begin with. */
export function Welcome({ onAsk }: { onAsk: (question: string) => void }) {
  const { tenant } = useSession();
  const { data: outlines = [] } = useQuery(outlinesQuery);
  const questions = starterQuestions(outlines, mostStarters);
  return (
    <div className={classes["root"]}>
      <h1 className={classes["title"]}>{text.welcome(tenant.name)}</h1>
      <p className={classes["lead"]}>{text.welcomeLead}</p>
      {/* Its room is kept while they are looked for: what is being written below must not jump. */}
      <div className={classes["starters"]}>
        {questions.length > 0 && (
          <section aria-label={text.starters}>
            <ul className={classes["list"]}>
              {questions.map((question) => (
                <li key={question}>
                  <button type="button" className={classes["starter"]} onClick={() => onAsk(question)}>
                    <span>{question}</span>
                    <ArrowUpRight size={16} aria-hidden="true" />
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </div>
  );
}
