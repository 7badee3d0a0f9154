"""Amounts as whole numbers of thousandths; quotients rounded once, half away from zero. No binary floating point."""

PLACES = 6
UNIT = 10**PLACES


def thousandths(text):
    """`12.5` is 12500, an empty text is none."""
    if not text:
        return None
    whole, _, fraction = text.lstrip("-").partition(".")
    if len(fraction) > 3:
        raise ValueError(f"more than three decimals: {text}")
    number = int(whole) * 1000 + int(fraction.ljust(3, "0"))
    return -number if text.startswith("-") else number


def amount(number):
    """All digits of a whole number of thousandths, without zeros at the end."""
    whole, fraction = divmod(abs(number), 1000)
    digits = f"{whole}.{fraction:03}".rstrip("0").rstrip(".")
    return f"-{digits}" if number < 0 else digits


def quotient(part, whole):
    """part / whole with six decimals."""
    magnitude = (2 * abs(part) * UNIT + abs(whole)) // (2 * abs(whole))
    return fixed(-magnitude if (part < 0) != (whole < 0) else magnitude)


def percent(part, whole):
    return quotient(100 * part, whole)


def fixed(millionths):
    """A whole number of millionths with its six decimals, and no sign on zero."""
    whole, fraction = divmod(abs(millionths), UNIT)
    return f"{'-' if millionths < 0 else ''}{whole}.{fraction:0{PLACES}}"


def annual_percent(now, base, years):
    """100 ((now / base)^(1 / years) - 1) with six decimals, for amounts above zero."""
    one = 2 * 100 * UNIT
    power = now * one**years
    root = integer_root(power // base, years)
    is_exact = root**years * base == power
    floor = root - one
    if floor >= 0:
        return fixed((floor + 1) // 2)
    return fixed(-((1 - floor - (0 if is_exact else 1)) // 2))


def integer_root(number, degree):
    """The largest whole number whose power is not above the number."""
    low, high = 0, 1 << (number.bit_length() // degree + 1)
    while low < high:
        middle = (low + high + 1) // 2
        if middle**degree <= number:
            low = middle
        else:
            high = middle - 1
    return low
