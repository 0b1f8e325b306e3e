import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Prose } from "./Prose";

const shown = (text: string) => renderToStaticMarkup(<Prose text={text} />);

describe("an answer's Markdown", () => {
  it("shows what looks like HTML as words, in a line and alone", () => {
    expect(shown("Open <your site> now.")).toContain("Open &lt;your site&gt; now.");
    expect(shown("<your-site>\n\nNext.")).toContain("<p>&lt;your-site&gt;</p>");
    expect(shown("- a <b>c</b>")).toContain("a &lt;b&gt;c&lt;/b&gt;");
  });

  it("makes no element of what it shows as words", () => {
    const markup = shown("<img src=x onerror=alert(1)>\n\nText <script>alert(1)</script>");
    expect(markup).not.toMatch(/<(?:img|script)/);
  });

  it("strikes out between two tildes, never between approximations", () => {
    expect(shown("From ~10 to ~15 days.")).toContain("From ~10 to ~15 days.");
    expect(shown("~~gone~~")).toContain("<del>gone</del>");
  });

  it("lets what scrolls sideways be reached by the keyboard", () => {
    expect(shown("| Month |\n| --- |\n| May |")).toContain('<table tabindex="0"><thead>');
    expect(shown("    a long line")).toContain('<pre tabindex="0"><code>');
  });

  it("keeps brackets that name no citation", () => {
    expect(shown("As in [12], see above.")).toContain("As in [12], see above.");
  });
});
