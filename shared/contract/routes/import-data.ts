/** Imports: previewed first, accepted then. */

import { file, fileBody } from '../file.ts';
import * as imports from '../import.ts';
import { command, nothing, type Routes, read } from '../route.ts';

export const importData = {
  previewImport: {
    method: 'POST',
    path: '/api/imports',
    summary: '预览导入：上传表格，逐行核对，不写入名录',
    question: true,
    takes: 'file',
    params: nothing,
    query: imports.importQuery,
    body: fileBody,
    answer: imports.importPreview,
  },
  listImports: {
    ...read,
    path: '/api/imports',
    summary: '导入记录',
    params: nothing,
    query: imports.importsQuery,
    answer: imports.importList,
  },
  readImportTemplate: {
    ...read,
    path: '/api/imports/template.xlsx',
    summary: '导入模板（filled=true时带现有数据）',
    gives: 'file',
    params: nothing,
    query: imports.templateQuery,
    answer: file,
  },
  readImportErrors: {
    ...read,
    path: '/api/imports/{import}/errors.xlsx',
    summary: '导入文件中的错误行',
    gives: 'file',
    params: imports.importPath,
    answer: file,
  },
  acceptImport: {
    ...command,
    path: '/api/imports/{import}/accept',
    summary: '导入（If-Match为预览所示的名录版本）',
    params: imports.importPath,
    body: imports.acceptBody,
    answer: imports.importReceipt,
  },
} as const satisfies Routes;
