/** How the market's verbs are worded. Which of them are offered is the server's to say. */
import type { Act } from '@/composables/useActs'
import type { Item, ItemDraft } from './types'

const WHY = { label: '原因', hint: '物品的主人会看到这段话', least: 5, most: 100, field: 'note' }

export const ITEM_ACTS: Record<string, Act> = {
  request: {
    name: '我想要', act: '申请',
    consequence: '先到先得。轮到您时会收到消息，请尽快和主人约好时间。',
    reason: { label: '给主人留句话', placeholder: '例如：家里正好缺一个，周末都能来取', least: 0, most: 100, field: 'note' },
  },
  receive: { name: '我收到了', act: '收到了', consequence: '确认后这件物品就完成了交接。' },
  thank: {
    name: '说声谢谢', act: '感谢',
    reason: { label: '想说的话', placeholder: '例如：孩子很喜欢，谢谢您', least: 2, most: 100, field: 'note', hint: '会显示在物品下面' },
  },
  hand_over: { name: '已经交给对方', act: '已交出', consequence: '对方确认收到后，这件物品就完成了；过了本社区规定的天数没有确认，自动按收到办结。排队的邻居会收到消息。' },
  release: { name: '让给下一位', tone: 'quiet', act: '让出', consequence: '不再留给现在这位邻居，按顺序轮到下一位；没有人排队时重新开放申请。' },
  cancel: { name: '不要了', tone: 'quiet', act: '不要了', consequence: '取消后这件物品会轮到下一位邻居。' },
  leave: { name: '退出排队', tone: 'quiet', act: '退出', consequence: '退出后再申请会排到最后。' },
  withdraw: { name: '收回不送了', tone: 'quiet', act: '收回', consequence: '收回后邻居不再看到它，正在排队的邻居会收到消息，不能恢复。' },
  admit: { name: '放行', act: '放行', consequence: '放行后邻居就能看到并申请这件物品。' },
  refuse: { name: '不通过', tone: 'quiet', act: '不通过', consequence: '这件物品不会公开，主人会收到您写的原因。', reason: WHY },
}

const REQUEST_NAMES: Record<string, string> = { give: '我想要', swap: '我来交换', lend: '我想借' }
const WITHDRAW_NAMES: Record<string, string> = { give: '收回不送了', swap: '收回不换了', lend: '收回不借了' }

/** The same verbs in the words of this kind of item; behind the first one an application only joins the queue. */
export function wordsFor(item: Item | undefined): Record<string, Act> {
  if (!item) return ITEM_ACTS
  const request = item.state === 'reserved' ? '排队等候' : REQUEST_NAMES[item.kind]
  return {
    ...ITEM_ACTS,
    request: { ...ITEM_ACTS.request!, name: request ?? ITEM_ACTS.request!.name },
    withdraw: { ...ITEM_ACTS.withdraw!, name: WITHDRAW_NAMES[item.kind] ?? ITEM_ACTS.withdraw!.name },
  }
}

export const KINDS: { key: ItemDraft['kind'], name: string, hint: string }[] = [
  { key: 'give', name: '赠送', hint: '送给需要的邻居，不收钱' },
  { key: 'swap', name: '交换', hint: '换一件您用得上的东西' },
  { key: 'lend', name: '借用', hint: '借给邻居用，用完归还' },
]
