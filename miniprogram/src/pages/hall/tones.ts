/** How a topic's state is coloured; the words beside the colour say the same. */
type Tone = 'plain' | 'green' | 'party' | 'clock'

const TONES: Record<string, Tone> = {
  gate1_pending: 'party',
  gate2_pending: 'party',
  gate3_pending: 'party',
  discussing: 'green',
  voting: 'green',
  covenant_vote: 'green',
  decided: 'green',
  returned: 'clock',
  paused: 'clock',
}

export const toneOf = (state: string): Tone => TONES[state] ?? 'plain'

/** The seven steps in a word each, as far as a list names the one that is now. */
const STEPS = ['提出议题', '把关筛选', '开展协商', '形成项目', '推动实施', '效果评估', '建立公约']
export const STEP_COUNT = STEPS.length
export const stepName = (step: number): string => STEPS[step - 1] ?? ''
