/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
#ifndef KCOV_TOOL_ASSETS_H
#define KCOV_TOOL_ASSETS_H

extern const char asset_html[];
extern const char asset_css[];
extern const char asset_js[];

#endif /* KCOV_TOOL_ASSETS_H */
