/** The two shapes a question takes: yes or no, or one of several ways. */
import type { BallotTerms } from './types'

type Options = BallotTerms['options']

export const usualOptions = (): Options => [
  { label: '赞成', weight: 'for' },
  { label: '反对', weight: 'against' },
  { label: '弃权', weight: 'abstain' },
]

/** Ways to choose between always come with a way to want none of them, and to leave it to others. */
export const waysToChoose = (labels: string[]): Options => [
  ...labels.map(label => ({ label, weight: 'for' as const })),
  { label: '都不赞成', weight: 'against' },
  { label: '弃权', weight: 'abstain' },
]

export const waysOf = (options: Options): string[] =>
  options.filter(option => option.weight === 'for').map(option => option.label)

/** Yes or no, rather than one of several ways. */
export const isPlain = (options: Options): boolean =>
  JSON.stringify(options) === JSON.stringify(usualOptions())
