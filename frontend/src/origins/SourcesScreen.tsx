import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowLeft, Plus } from "lucide-react";
import { Listed } from "../admin/Listed";
import { mayChangeDocuments } from "../api/session";
import { sourcesQuery } from "../api/sources";
import { Missing } from "../app/Missing";
import { useSession } from "../app/useSession";
import back from "../documents/BackLink.module.css";
import { Dialog } from "../ui/Dialog";
import { PageHead } from "../ui/PageHead";
import classes from "./Origins.module.css";
import { SourceForm } from "./SourceForm";
import { SourceRow } from "./SourceRow";
import { text } from "./text";

/** The places that documents come from, and how they stand. */
export function SourcesScreen() {
  const { role } = useSession();
  if (!mayChangeDocuments(role)) return <Missing />;
  return <Sources />;
}

function Sources() {
  const list = useQuery(sourcesQuery);
  const [isAdding, adding] = useDisclosure(false);
  return (
    <div className={classes["root"]}>
      <Link to="/documents" className={back["root"] ?? ""}>
        <ArrowLeft size={15} aria-hidden="true" /> {text.back}
      </Link>
      <PageHead title={text.title} lead={text.lead}>
        <Button leftSection={<Plus size={16} />} onClick={adding.open}>
          {text.add}
        </Button>
      </PageHead>
      <Listed query={list} text={text}>
        {(source) => <SourceRow key={source.id} source={source} />}
      </Listed>
      <Dialog isOpen={isAdding} title={text.add} onClose={adding.close}>
        <SourceForm onClose={adding.close} />
      </Dialog>
    </div>
  );
}
