/** A row as it was read; its state is made of it when somebody asks, once. States are immutable and may be shared. */
export class Row<State> {
  private made: State | undefined;

  constructor(
    readonly version: number,
    private readonly make: () => State,
  ) {}

  get state(): State {
    this.made ??= this.make();
    return this.made;
  }
}
