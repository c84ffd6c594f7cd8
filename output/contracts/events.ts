// Generated from the model: types of the payload schemas. Do not edit.

/**
 * A booking that was confirmed or changed, with all that it holds afterwards.
 */
export interface Booking {
  /**
   * UUIDv7 made by the sender, the same on every retry: the event is known by it.
   */
  eventId: string
  /**
   * What happened.
   */
  eventType: ("BookingConfirmed" | "BookingChanged")
  /**
   * Version of this contract; it only ever gains optional fields.
   */
  schemaVersion: number
  /**
   * When it happened. RFC 3339, UTC, to the millisecond.
   */
  eventTime: string
  /**
   * The booking; key of the stream.
   */
  bookingId: string
  /**
   * Rises with every change of this booking.
   */
  bookingVersion: number
  /**
   * Pseudonym of a signed-in traveller, the sub of the sign-in pool.
   */
  travellerRef?: string
  /**
   * Whether the traveller lets FlyHigh remember interests.
   */
  consent: boolean
  /**
   * Where it was sold.
   */
  channel: ("mobile" | "web" | "agency")
  /**
   * The agency that sold it.
   */
  agencyId?: string
  /**
   * When this booking was made. RFC 3339, UTC, to the millisecond.
   */
  bookedAt: string
  /**
   * Travellers in the booking.
   */
  party: number
  /**
   * All that the booking holds after this event.
   *
   * @minItems 1
   * @maxItems 8
   *
   * Items: Seats held in one cabin of one flight.
   */
  segments: {
    /**
     * Flight number, date and airport of departure.
     */
    flightId: string
    /**
     * Airports of departure and arrival.
     */
    route: string
    /**
     * Cabin: economy, premium, business, first.
     */
    cabin: ("Y" | "W" | "J" | "F")
    /**
     * Seats held.
     */
    seats: number
    /**
     * When the flight departs. RFC 3339, UTC, to the millisecond.
     */
    departsAt: string
    /**
     * Seats that the cabin has.
     */
    capacity: number
    /**
     * Seats that may be sold: capacity with overbooking.
     */
    sellLimit: number
  }[]
  /**
   * What this version added.
   *
   * @maxItems 8
   *
   * Items: Seats added in one cabin of one flight.
   */
  added: {
    /**
     * Flight number, date and airport of departure.
     */
    flightId: string
    /**
     * Airports of departure and arrival.
     */
    route: string
    /**
     * Cabin: economy, premium, business, first.
     */
    cabin: ("Y" | "W" | "J" | "F")
    /**
     * Seats of this flight and cabin.
     */
    seats: number
  }[]
  /**
   * What this version took away.
   *
   * @maxItems 8
   *
   * Items: Seats taken away in one cabin of one flight.
   */
  removed: {
    /**
     * Flight number, date and airport of departure.
     */
    flightId: string
    /**
     * Airports of departure and arrival.
     */
    route: string
    /**
     * Cabin: economy, premium, business, first.
     */
    cabin: ("Y" | "W" | "J" | "F")
    /**
     * Seats of this flight and cabin.
     */
    seats: number
  }[]
  /**
   * Fare of the whole party, never split by route.
   */
  fare: {
    /**
     * Amount in the smallest unit of the currency.
     */
    amountMinor: number
    /**
     * ISO 4217 code.
     */
    currency: string
  }
}

/**
 * A booking that was cancelled, wholly or in part, with what remains of it.
 */
export interface Cancellation {
  /**
   * UUIDv7 made by the sender, the same on every retry: the event is known by it.
   */
  eventId: string
  /**
   * What happened.
   */
  eventType: "BookingCancelled"
  /**
   * Version of this contract; it only ever gains optional fields.
   */
  schemaVersion: number
  /**
   * When it happened. RFC 3339, UTC, to the millisecond.
   */
  eventTime: string
  /**
   * The booking; key of the stream.
   */
  bookingId: string
  /**
   * Rises with every change of this booking.
   */
  bookingVersion: number
  /**
   * Pseudonym of a signed-in traveller, the sub of the sign-in pool.
   */
  travellerRef?: string
  /**
   * Whether the traveller lets FlyHigh remember interests.
   */
  consent: boolean
  /**
   * When this booking was made. RFC 3339, UTC, to the millisecond.
   */
  bookedAt: string
  /**
   * Why it was cancelled.
   */
  reason: ("traveller" | "schedule" | "no-pay")
  /**
   * What remains; empty when all is gone.
   *
   * @maxItems 8
   *
   * Items: Seats held in one cabin of one flight.
   */
  segments: {
    /**
     * Flight number, date and airport of departure.
     */
    flightId: string
    /**
     * Airports of departure and arrival.
     */
    route: string
    /**
     * Cabin: economy, premium, business, first.
     */
    cabin: ("Y" | "W" | "J" | "F")
    /**
     * Seats held.
     */
    seats: number
    /**
     * When the flight departs. RFC 3339, UTC, to the millisecond.
     */
    departsAt: string
    /**
     * Seats that the cabin has.
     */
    capacity: number
    /**
     * Seats that may be sold: capacity with overbooking.
     */
    sellLimit: number
  }[]
  /**
   * Empty: a cancellation adds nothing.
   *
   * @maxItems 8
   *
   * Items: Seats added in one cabin of one flight.
   */
  added: {
    /**
     * Flight number, date and airport of departure.
     */
    flightId: string
    /**
     * Airports of departure and arrival.
     */
    route: string
    /**
     * Cabin: economy, premium, business, first.
     */
    cabin: ("Y" | "W" | "J" | "F")
    /**
     * Seats of this flight and cabin.
     */
    seats: number
  }[]
  /**
   * What this version took away.
   *
   * @maxItems 8
   *
   * Items: Seats taken away in one cabin of one flight.
   */
  removed: {
    /**
     * Flight number, date and airport of departure.
     */
    flightId: string
    /**
     * Airports of departure and arrival.
     */
    route: string
    /**
     * Cabin: economy, premium, business, first.
     */
    cabin: ("Y" | "W" | "J" | "F")
    /**
     * Seats of this flight and cabin.
     */
    seats: number
  }[]
  /**
   * Refund in the smallest unit of the fare's currency.
   */
  refundMinor?: number
}

/**
 * A route that began to be searched far more than usual.
 */
export interface HighDemand {
  /**
   * Route and beginning: repetitions share it.
   */
  id: string
  /**
   * What happened.
   */
  eventType: "HighDemand"
  /**
   * Version of this contract; it only ever gains optional fields.
   */
  schemaVersion: number
  /**
   * When it began; the same on every repetition. RFC 3339, UTC, to the millisecond.
   */
  eventTime: string
  /**
   * Airports of departure and arrival.
   */
  route: string
  /**
   * Until when demand counts as high unless it goes on. RFC 3339, UTC, to the millisecond.
   */
  highUntil: string
  /**
   * Standard deviations above what is usual at this hour.
   */
  score: number
}

/**
 * A cabin of a flight sold beyond its limit.
 */
export interface Oversold {
  /**
   * Flight, cabin, level and beginning: repetitions share it.
   */
  id: string
  /**
   * What happened.
   */
  eventType: "Oversold"
  /**
   * Version of this contract; it only ever gains optional fields.
   */
  schemaVersion: number
  /**
   * When it began; the same on every repetition. RFC 3339, UTC, to the millisecond.
   */
  eventTime: string
  /**
   * Flight number, date and airport of departure.
   */
  flightId: string
  /**
   * Cabin: economy, premium, business, first.
   */
  cabin: ("Y" | "W" | "J" | "F")
  /**
   * Seats sold when this was announced.
   */
  sold: number
  /**
   * Seats that the cabin has.
   */
  capacity: number
  /**
   * Seats that may be sold: capacity with overbooking.
   */
  sellLimit: number
}

/**
 * A search for flights by somebody in an app.
 */
export interface Search {
  /**
   * UUIDv7 made by the sender, the same on every retry: the event is known by it.
   */
  eventId: string
  /**
   * What happened.
   */
  eventType: "FlightSearched"
  /**
   * Version of this contract; it only ever gains optional fields.
   */
  schemaVersion: number
  /**
   * When it happened. RFC 3339, UTC, to the millisecond.
   */
  eventTime: string
  /**
   * The search; equals eventId.
   */
  searchId: string
  /**
   * Random id of the device's visitor, changed every 90 days; key of the stream for guests.
   */
  visitorId: string
  /**
   * Airport of departure asked for.
   */
  origin: string
  /**
   * Airport of arrival asked for.
   */
  destination: string
  /**
   * Day of departure asked for.
   */
  departOn: string
  /**
   * Day of return asked for.
   */
  returnOn?: string
  /**
   * Travellers asked for.
   */
  party: number
  /**
   * Cabin asked for.
   */
  cabin?: ("Y" | "W" | "J" | "F")
  /**
   * Days by which the dates may shift.
   */
  flexibleDays?: number
  /**
   * Flights shown.
   */
  resultCount?: number
  /**
   * Kind of app.
   */
  device: ("mobile" | "web")
  /**
   * Whether the traveller lets FlyHigh remember interests.
   */
  consent: boolean
}

/**
 * A cabin of a flight with at most a twentieth of its seats left to sell.
 */
export interface SeatsLow {
  /**
   * Flight, cabin, level and beginning: repetitions share it.
   */
  id: string
  /**
   * What happened.
   */
  eventType: "SeatsLow"
  /**
   * Version of this contract; it only ever gains optional fields.
   */
  schemaVersion: number
  /**
   * When it began; the same on every repetition. RFC 3339, UTC, to the millisecond.
   */
  eventTime: string
  /**
   * Flight number, date and airport of departure.
   */
  flightId: string
  /**
   * Cabin: economy, premium, business, first.
   */
  cabin: ("Y" | "W" | "J" | "F")
  /**
   * Seats sold when this was announced.
   */
  sold: number
  /**
   * Seats that the cabin has.
   */
  capacity: number
  /**
   * Seats that may be sold: capacity with overbooking.
   */
  sellLimit: number
}
