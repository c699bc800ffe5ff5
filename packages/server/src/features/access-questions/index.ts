export { answerQuestion } from './answer-question.ts';
export { askAboutAccess } from './ask-about-access.ts';
export { listQuestions } from './list-questions.ts';
export { questionsAbout } from './questions-about.ts';
