/** How large a file may be, and how many there may be of them. */

const megabyte = 1024 * 1024;
const megabytes = 20;

/** Largest file, evidence or report, in bytes: 20 MiB. */
export const mostFileBytes = megabytes * megabyte;
/** The same as it is said. */
export const mostFileText = `${megabytes}MB`;
/** Files that a filing refers to at most. */
export const mostFiles = 20;
/** Pages of a report at most: the longest has about a hundred. */
export const mostReportPages = 300;
