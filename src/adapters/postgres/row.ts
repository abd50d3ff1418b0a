/** A row as it was read; its state is made of it when somebody asks, once. States are immutable and may be shared. */
export class Row<State> {
  private made: State | undefined;

  constructor(
    readonly version: number,
    private readonly make: () => State,
  ) {}

  /** One whose state is at hand. */
  static of<State>(version: number, state: State): Row<State> {
    const row = new Row(version, () => state);
    row.made = state;
    return row;
  }

  get state(): State {
    this.made ??= this.make();
    return this.made;
  }
}
