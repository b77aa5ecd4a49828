/** The part of the library's browser face that page.ts uses; the package ships no types. */
declare module 'govuk-frontend' {
  type Component = new (root: Element) => unknown;
  export const Button: Component;
  export const ErrorSummary: Component;
  export const NotificationBanner: Component;
  export const PasswordInput: Component;
  export const ServiceNavigation: Component;
  export const SkipLink: Component;
  export function createAll(component: Component): unknown;
}
