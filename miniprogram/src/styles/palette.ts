/** The few tokens that platform calls want as plain strings; a test keeps them equal to tokens.scss. */
export const palette = {
  bamboo: '#2E7D5B',
  ink: '#22302B',
  ink2: '#626B66',
} as const
