import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Calculator, Layers } from "lucide-react";
import { indexesQuery } from "../../api/admin";
import { Dialog } from "../../ui/Dialog";
import { PageHead } from "../../ui/PageHead";
import { Listed } from "../Listed";
import { BuildForm } from "./BuildForm";
import { IndexRow } from "./IndexRow";
import { JobList } from "./JobList";
import { sizingText } from "./sizingText";
import { text } from "./text";

/** The versions of the index, and the jobs behind. */
export function IndexesScreen() {
  const list = useQuery(indexesQuery);
  const [isAsking, asking] = useDisclosure(false);
  // Collections may have a live version of their own: the others are compared with the company's.
  const live = list.data?.find(({ state, answers_for }) => state === "live" && answers_for === null) ?? null;
  const isBuilding = list.data?.some((index) => index.state === "building") ?? false;
  return (
    <>
      <PageHead title={text.title} lead={text.lead}>
        <Button
          variant="default"
          leftSection={<Calculator size={16} />}
          renderRoot={(props) => <Link to="/admin/indexes/sizing" {...props} />}
        >
          {sizingText.link}
        </Button>
        <Button leftSection={<Layers size={16} />} disabled={isBuilding} onClick={asking.open}>
          {text.build}
        </Button>
      </PageHead>
      <Listed query={list} text={text}>
        {(index) => <IndexRow key={index.id} index={index} live={live} />}
      </Listed>
      <JobList />
      <Dialog isOpen={isAsking} title={text.buildTitle} size="lg" onClose={asking.close}>
        <BuildForm settings={live?.settings ?? {}} onClose={asking.close} />
      </Dialog>
    </>
  );
}
