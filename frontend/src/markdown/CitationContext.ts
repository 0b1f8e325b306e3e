import { createContext, useContext } from "react";
import type { Citation } from "../api/types";

export interface CitationDesk {
  citations: readonly Citation[];
  open: (citation: Citation) => void;
  opened: Citation | null;
}

export const CitationContext = createContext<CitationDesk>({ citations: [], open: () => {}, opened: null });

export const useCitationDesk = (): CitationDesk => useContext(CitationContext);
