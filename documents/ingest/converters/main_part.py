"""Find the main part of a web page by what its elements are called, where its text alone does not tell."""

import copy
import re

from lxml import etree
from lxml import html as lxml_html

from documents.ingest.converters.markup import is_unseen

FURNITURE = {"nav", "footer", "aside", "form", "dialog", "button", "select"}
FURNITURE_ROLES = {
    "navigation",
    "banner",
    "contentinfo",
    "complementary",
    "search",
    "dialog",
    "menu",
    "menubar",
}
FURNITURE_NAMES = re.compile(
    r"(?:^|[-_ ])(?:nav|navbar|navigation|menu|breadcrumbs?|sidebar|cookies?|consent|footer|share|sharing|social|"
    r"advert|advertisement|ads?|related|newsletter|skip|pagination|comments?)(?:[-_ ]|$)",
    re.IGNORECASE,
)
MAIN = "//main | //*[@role='main'] | //article[not(ancestor::article)]"
# A list of links is navigation where nearly all of it is links.
MOST_LINKED, FEW_LINKS = 0.8, 3


def main_part(tree: lxml_html.HtmlElement) -> etree._Element:
    """Return a copy of the element that holds what a page is about, without navigation and the like."""
    mains = tree.xpath(MAIN)
    body = tree.find("body")
    root = copy.deepcopy(mains[0] if len(mains) == 1 else body if body is not None else tree)
    is_whole = len(mains) != 1
    for element in list(root.iterdescendants(etree.Element)):
        if element.getparent() is not None and _is_furniture(element, is_whole=is_whole):
            element.drop_tree()
    return root


def _is_furniture(element: lxml_html.HtmlElement, *, is_whole: bool) -> bool:
    if element.tag in FURNITURE or element.get("role") in FURNITURE_ROLES or is_unseen(element):
        return True
    if element.tag == "header":
        return is_whole and element.find(".//h1") is None
    if element.tag in {"body", "main", "article", "h1", "h2", "h3", "p"}:
        return False
    names = f"{element.get('id') or ''} {element.get('class') or ''}"
    return bool(FURNITURE_NAMES.search(names)) or (
        element.tag in {"ul", "ol"} and is_whole and _is_linked(element)
    )


def _is_linked(element: lxml_html.HtmlElement) -> bool:
    links = element.findall(".//a")
    text = len("".join(element.itertext()).strip())
    linked = sum(len("".join(link.itertext()).strip()) for link in links)
    return len(links) >= FEW_LINKS and linked >= MOST_LINKED * text
