"""What is printed for a currency, and the ISO 4217 codes that it may stand for."""

from __future__ import annotations

from typing import Final

# All codes but those that are English words in capitals or units (ALL, CUP, MOP, PEN, TOP, ...).
_CODES = """
    AED AFN AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF
    CHF CLP CNY COP CRC CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ
    GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LBP
    LKR LRD LSL LYD MDL MGA MKD MMK MNT MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB
    PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SRD SSP STN SYP SZL THB
    TJS TMT TND TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW
"""
_SIGNS = {
    "\u20ac": "EUR", "Euro": "EUR", "EURO": "EUR", "euro": "EUR", "euros": "EUR", "\u00a3": "GBP",
    "\u20b9": "INR", "\u20a9": "KRW", "\u20aa": "ILS", "\u20ab": "VND", "\u20ba": "TRY",
    "\u20b4": "UAH", "\u20a6": "NGN", "\u20b1": "PHP", "\u20bd": "RUB", "US$": "USD", "CA$": "CAD",
    "AU$": "AUD", "NZ$": "NZD", "HK$": "HKD", "R$": "BRL", "z\u0142": "PLN", "K\u010d": "CZK",
    "SFr.": "CHF", "sFr.": "CHF",
}  # fmt: skip
_DOLLARS = """
    ARS AUD BBD BMD BND BRL BSD BZD CAD CLP COP CVE DOP FJD GYD HKD JMD KYD LRD MXN NAD NIO NZD SBD
    SGD SRD TTD TWD USD UYU XCD
"""
_KRONER, _RUPEES = "DKK ISK NOK SEK", "INR LKR MUR NPR PKR SCR"
_FRANCS = "BIF CDF CHF DJF GNF KMF RWF XAF XOF XPF"
_SHARED = {
    "$": _DOLLARS, "\u00a5": "CNY JPY", "kr": _KRONER, "kr.": _KRONER, "Kr.": _KRONER,
    "Rs": _RUPEES, "Rs.": _RUPEES, "Fr.": _FRANCS,
}  # fmt: skip

# What is printed, and the codes that it may stand for
CURRENCIES: Final = {
    printed: frozenset(codes.split())
    for printed, codes in ({code: code for code in _CODES.split()} | _SIGNS | _SHARED).items()
}

# Where prices group thousands by comma wherever the currency is used; "$" only before the number
COMMA_GROUPS: Final = frozenset(
    ["$", "\u00a5", "USD", "GBP", "INR", "JPY", "CNY", "AUD", "NZD", "HKD", "SGD", "MXN", "PHP"]
)
