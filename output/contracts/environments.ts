// Generated from the model: environment variables of the functions. Do not edit.

export interface DemandDetectorEnvironment {
  readonly DOMAIN_EVENTS_BUS: string;
  readonly LIVE_FIGURES_TABLE: string;
  readonly ROUTE_DEMAND_TABLE: string;
}

export interface InsightsEnvironment {
  readonly LIVE_FIGURES_TABLE: string;
  readonly ROUTE_DEMAND_TABLE: string;
  readonly SEAT_INVENTORY_TABLE: string;
  readonly TRAVELLER_PROFILES_TABLE: string;
}

export interface InventoryUpdaterEnvironment {
  readonly BOOKING_LEDGER_TABLE: string;
  readonly DOMAIN_EVENTS_BUS: string;
  readonly FAILED_EVENTS_BUCKET: string;
  readonly SEAT_INVENTORY_TABLE: string;
}

export interface LiveAnalyticsEnvironment {
  readonly LIVE_FIGURES_TABLE: string;
}

export interface ProfileBuilderEnvironment {
  readonly TRAVELLER_PROFILES_TABLE: string;
}

export interface ReconcilerEnvironment {
  readonly AD_HOC_QUERIES_WORKGROUP: string;
  readonly BOOKING_LEDGER_TABLE: string;
  readonly EVENT_CATALOGUE_DATABASE: string;
  readonly LIVE_FIGURES_TABLE: string;
  readonly SEAT_INVENTORY_TABLE: string;
}

export interface RedriverEnvironment {
  readonly FAILED_EVENTS_BUCKET: string;
  readonly INVENTORY_UPDATER_FUNCTION: string;
  readonly PROFILE_BUILDER_FUNCTION: string;
}
