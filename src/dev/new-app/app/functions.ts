/** Task `multiply`: what an order costs. */
export const multiply = (price: number, quantity: number): number => price * quantity;
