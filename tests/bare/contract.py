# SPDX-License-Identifier: GPL-2.0-only OR MIT
"""The functions that a host has to have, as core/port.h declares them."""
import re

from one_text import contents
from tree import uncommented


def hooks():
    """(name, whether it is hot) of each"""
    text = re.sub(r"^#define.*(\\\n.*)*", "", uncommented(contents("core/port.h")), flags=re.M)
    for before, name in re.findall(r"^([A-Za-z][^;{}#]*?)\b(kcov_port_\w+)\([^;]*\);", text, re.M):
        yield name, "KCOV_INLINE" in before
