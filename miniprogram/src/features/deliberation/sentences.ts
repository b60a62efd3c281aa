/** A text cut into what can be changed by itself: each sentence exactly as it stands in the text. */
export const sentencesOf = (body: string): string[] =>
  [...new Set((body.match(/[^。！？；\n]+[。！？；]?/g) ?? []).map(one => one.trim()).filter(Boolean))]
