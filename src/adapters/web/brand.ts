/** Whose pages they are: what the operator decides, checked at the start. */
export interface Brand {
  readonly name: string;
  /** On light and on dark; each readable there as text, and under text (WCAG 2.2, 1.4.3). `#rrggbb`. */
  readonly color: string;
  readonly darkColor: string;
  readonly logo: BrandLogo | undefined;
  /** At the foot of each page. */
  readonly links: readonly BrandLink[];
}
export interface BrandLink {
  readonly label: string;
  readonly url: string;
}
/** A picture of the operator's, served by us. */
export interface BrandLogo {
  readonly file: string;
  readonly type: string;
}
