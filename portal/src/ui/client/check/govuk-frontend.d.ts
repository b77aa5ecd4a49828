/** What check.ts uses of the library's browser face besides what page.ts does. */
declare module 'govuk-frontend' {
  export const FileUpload: Component;
}
