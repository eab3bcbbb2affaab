import type { sounds as english } from '../en/sounds.ts'

/** The texts of announcements and live calls, in Persian. */
export const sounds: Readonly<Record<keyof typeof english, string>> = {
  'announcements.title': 'پیام‌های صوتی',
  'announcements.about': 'صداهایی که کمپین‌ها و تماس‌های ورودی برای مردم پخش می‌کنند.',
  'announcements.empty': 'هنوز پیام صوتی‌ای نیست.',
  'announcements.name': 'نام',
  'announcements.sound': 'شنیدن',
  'announcements.listenTo': 'شنیدن {name}',
  'announcements.new': 'پیام صوتی تازه',
  'announcements.file': 'فایل صوتی',
  'announcements.fileHint': 'با قالب WAV، mp3 یا Ogg.',
  'announcements.add': 'افزودن پیام صوتی',
  'announcements.uses': 'کجا پخش می‌شود',
  'announcements.unused': 'هیچ‌جا پخش نمی‌شود.',
  'announcements.campaign': 'کمپین',
  'announcements.route': 'تماس‌های ورودی به',
  'announcements.everyNumber': 'هر شماره‌ای',
  'announcements.by': 'از ترانک',
  'announcements.change': 'نام و توضیح',
  'announcements.remove': 'حذف پیام صوتی',
}
