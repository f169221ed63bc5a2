/** Task `multiply`: the price of an order. */
export const multiply = (price: number, quantity: number): number => price * quantity;
