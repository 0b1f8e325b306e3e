"""List the words by which a question is asked, and those that join its others: they say nothing of what it is about.

They are words of the index all the same: only a question is searched for without them, if it has others.
"""

from collections.abc import Mapping
from types import MappingProxyType

ENGLISH = """
about above after again against all also am any because before being below between both cannot could doing down
during each ever few further having here itself just let like make many may means mean might more most much must need
nor off once only other ought out over own please same show some such tell there thing things through too under until
up upon use used using very via want way while within without yes explain describe find get give know
"""
GERMAN = """
alle allem allen aller alles also andere anderen anderes bitte brauche dabei dafür damit dazu denn deren dessen diese
diesem diesen dieser dieses doch durch erkläre erklären etwas finde finden ganz gegen gib gibt genau habe hätte hier ihm
ihn ihnen ihre ihrem ihren ihrer irgendwie jede jedem jeden jeder jedes jetzt können könnte machen mehr meine meinem
meinen meiner möchte muss müssen ohne sage sagen sehr seine seinem seinen seiner selbst sind soll sollen sollte sondern
sonst viel viele warum was weil welche welchem welchen welcher welches wenn werde weshalb wieso wieviel will wollen
würde würden zeige zeigen zwischen
"""
FRENCH = """
afin alors après aucun aussi autre autres avant avez avoir avons car cela celle celles celui ceux chaque chez comme
comment depuis dit dire donc donner donne dont entre été êtes être explique expliquer faire fait faut fois ici jusque
lors lorsque lui mêmes moins montre montrer peut peuvent plus pourquoi pouvez puis quand quels quelles quoi sans selon
sera seront sous suis tous tout toute toutes trouver très vers veux voici voir voudrais
"""
SPANISH = """
ante antes así aunque cada contra cosa cual cuáles cuando cuándo cuánto cuántos cuántas debe deben desde después dice
dime durante ella ellas ellos encontrar estas estos explica explicar fue hace hacer hacia hasta mismo misma mucho
muchos muestra necesito nuestra nuestro otra otro otros otras poco porque puede pueden puedo quiero según sea será
siempre sino solo sólo somos son soy tanto tengo tienen toda todas todo todos trata usar vez
"""
ITALIAN = """
altra altre altri altro anch ancora avere aveva bisogno ciò cioè cosa cosi così cui deve devo devono dimmi dopo dove
durante ecco essere fare fatto fino fra già gli lei loro mentre molto mostra nostra nostro ogni oppure perché possono
poi posso prima può qualche quanti quanto quella quelle quelli quello questa queste questi questo sarà senza sempre
siamo solo sotto spiega spiegare stata stato tanto tutta tutte tutti tutto trovare vorrei
"""
DUTCH = """
alle alles andere anders beide daar daarom deze doen door dus echt elk elke enkele geef geen gewoon graag haar hebben
hen hier hun iemand iets jouw jullie kon kunnen leg legt mag meer men mij moet moeten na onder ons ook omdat onze
staat tegen tijdens toch toen tussen uitleggen veel verder vertel vinden voordat waarom waarvoor welk welke weer werd
wil willen worden zal zelf zich zo zoals zonder zou zouden
"""
PORTUGUESE = """
ainda além algum alguma alguns antes apenas aquela aquele aquilo assim até cada coisa contra cuja cujo deve devem depois
desde diga durante elas eles encontrar então essas esses estas estes estou explica explicar fazer feito foram isto mesmo
mesma mostra muita muito muitos nossa nosso outra outras outro outros pode podem porque posso pouco preciso quais
quanto quantos quantas quero sempre será sido sobre só tanto tenho tinha toda todas todo todos tudo usar vez
"""

ASKING_WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "en": frozenset(ENGLISH.split()),
        "de": frozenset(GERMAN.split()),
        "fr": frozenset(FRENCH.split()),
        "es": frozenset(SPANISH.split()),
        "it": frozenset(ITALIAN.split()),
        "nl": frozenset(DUTCH.split()),
        "pt": frozenset(PORTUGUESE.split()),
    }
)
