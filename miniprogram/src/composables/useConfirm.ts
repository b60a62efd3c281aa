/** Asks before a final act; the button says what will happen, not 「确定」. */
import { palette } from '@/styles/palette'

export interface Question {
  title: string
  /** What follows from it, in one or two sentences. */
  consequence: string
  /** The act itself, such as 「公布结果」: four characters at most, a limit of WeChat. */
  act: string
}

const LONGEST_ACT = 4

export function confirm(question: Question): Promise<boolean> {
  if (question.act.length > LONGEST_ACT)
    throw new RangeError(`按钮文字最多 ${LONGEST_ACT} 个字：${question.act}`)
  return new Promise((resolve) => {
    uni.showModal({
      title: question.title,
      content: question.consequence,
      confirmText: question.act,
      cancelText: '再想想',
      confirmColor: palette.bamboo,
      cancelColor: palette.ink2,
      success: answer => resolve(answer.confirm),
      fail: () => resolve(false),
    })
  })
}

export const useConfirm = () => ({ confirm })
