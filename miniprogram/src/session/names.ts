/** How a place is called above the pages: by the estates one sees there, or, of many, by the community. */
import type { Place } from './types'

const MOST_NAMES = 2

export function namesOf(place: Pick<Place, 'name' | 'estates'>): { title: string, aid: string } {
  const names = place.estates.map(estate => estate.name)
  return names.length && names.length <= MOST_NAMES
    ? { title: names.join('、'), aid: place.name }
    : { title: place.name, aid: '' }
}
