"""List the words that tell nothing of a text's subject; few, since BM25 weighs the rest down by itself."""

from collections.abc import Mapping
from types import MappingProxyType

ENGLISH = """
a an and are as at be been but by can could did do does don for from had has have he her his how i if in
into is it its ll me my no not of on or our re s she should so t than that the their them then there these
they this those to us ve was we were what when where which who whom why will with would you your
"""
GERMAN = """
aber als am an auch auf aus bei bin bis da dann das dass dem den der des die dir du ein eine einem einen
einer eines er es für hat haben ich ihr im in ist ja kann kein keine man mein mich mir mit nach nicht noch
nur ob oder sein sich sie sind so um und uns unter vom von vor war was wenn wer werden wie wir wird wo zu
zum zur über
"""
FRENCH = """
à au aux avec ce ces cette d dans de des du elle en es est et il ils j je l la le les leur lui m ma mais me
mes mon n ne nos notre nous on ont ou où par pas pour qu que qui quel quelle s sa se ses si son sont sur ta
te tes ton tu un une vos votre vous y
"""
SPANISH = """
a al como con cuál cómo de del donde e el ella en entre era es esta este está eso ha han hay la las le les
lo los me mi muy más no nos o para pero por que qué quien se ser si sin sobre son su sus también te tiene tu
un una y ya yo
"""
ITALIAN = """
a ad ai al alla alle anche c che chi ci come con d da dal dalla dei del della delle di dove e ed gli ha
hanno i il in io l la le lo loro ma mi mio ne nei nel nella non o per più quale quali quando se si sono su
sua sul sulla suo ti tra tu un una uno
"""
DUTCH = """
aan al als bij dan dat de der die dit doe door een en er had heb heeft het hij hoe ik in is je kan maar me
met mijn naar niet nog nu of om onze ook op over te tot uit van veel voor waar wanneer was wat we wel wie
wij wordt worden ze zich zij zijn
"""
PORTUGUESE = """
a ao aos as com como da das de do dos e ela ele em entre era essa esse esta este eu foi há isso já mais mas
me meu minha na nas no nos não nós o onde os ou para pela pelo por qual quando que quem se sem ser seu seus
sua são também te tem um uma você à
"""

STOP_WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
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
