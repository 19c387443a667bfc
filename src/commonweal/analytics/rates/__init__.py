"""Statistics of rates: what a number of events says of the population it is of.

Limits, crude and standardised rates, proportions, expected prevalence and quantiles are expressions on Ibis
tables, for every engine. Means, limits of funnels, slopes and life expectancy are worked out in this process
from small tables, and come back as tables.
"""

from commonweal.analytics.rates.ages import ESP2013, band, five_years, one_after_another, standard_weight
from commonweal.analytics.rates.counting import bands_of, matched, unmatched
from commonweal.analytics.rates.funnel import around_proportion, around_rate, around_ratio, placed
from commonweal.analytics.rates.life import life_expectancy
from commonweal.analytics.rates.limits import byar, counted, exactly, wilson
from commonweal.analytics.rates.means import means
from commonweal.analytics.rates.prevalence import expected, gaps
from commonweal.analytics.rates.quantiles import quantiles
from commonweal.analytics.rates.simple import crude, proportions, summed
from commonweal.analytics.rates.slope import slopes
from commonweal.analytics.rates.standardised import directly, indirect_rates, indirect_ratios, weighted

__all__ = [
    "ESP2013",
    "around_proportion",
    "around_rate",
    "around_ratio",
    "band",
    "bands_of",
    "byar",
    "counted",
    "crude",
    "directly",
    "exactly",
    "expected",
    "five_years",
    "gaps",
    "indirect_rates",
    "indirect_ratios",
    "life_expectancy",
    "matched",
    "means",
    "one_after_another",
    "placed",
    "proportions",
    "quantiles",
    "slopes",
    "standard_weight",
    "summed",
    "unmatched",
    "weighted",
    "wilson",
]
