import { createRoot } from "react-dom/client";
import "@fontsource-variable/literata/wght.css";
import "@fontsource-variable/literata/wght-italic.css";
import "@fontsource-variable/instrument-sans/wght.css";
import "@mantine/core/styles.layer.css";
import "./theme/tokens.css";
import "./theme/global.css";
import "./theme/controls.css";
import { Providers } from "./app/Providers";
import { shareStyleNonce } from "./theme/nonce";

shareStyleNonce();

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(<Providers />);
