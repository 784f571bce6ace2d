/** A count as people read it: 1234 → 1.2K, and nothing for none. */
export function shortCount(count, lang = document.documentElement.lang) {
  return count ? new Intl.NumberFormat(lang, { notation: "compact", maximumFractionDigits: 1 }).format(count) : "";
}
