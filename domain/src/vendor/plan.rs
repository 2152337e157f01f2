//! Whether a planned assessment fits its vendor, and what the AI system's tier asks of it.
//!
//! The assessment decides everything else; only the vendor knows its systems, intakes and contacts.

use super::decide::must_be_analyst;
use super::suggest::terms;
use super::{Refusal, Vendor};
use crate::actor::Actor;
use crate::api::problem::Fault;
use crate::assessment::{Plan, TierTerms};
use crate::id::PersonId;
use crate::inherent::Intake;

impl Vendor {
    /// What the tier of the plan's AI system asks for, when `by` may plan at all.
    ///
    /// # Errors
    /// [`Refusal::NotAnalyst`], or every field of the plan that does not fit this vendor: an unknown or retired AI system, one without an intake,
    /// a person who is no contact.
    pub fn terms_for(&self, plan: &Plan, intake: &Intake, by: &Actor) -> Result<TierTerms, Refusal> {
        must_be_analyst(by)?;
        let system = self.systems.get(&plan.system);
        let found = match system {
            None => Err("choose one of the vendor's AI systems"),
            Some(system) if system.retired.is_some() => Err("this AI system is retired; choose one that is in use"),
            Some(system) => {
                let tier = system.intake().map(|recorded| recorded.inherent.tier);
                let missing = "record the intake of this AI system first: its tier decides what is asked";
                tier.and_then(|tier| terms(tier, intake)).ok_or(missing)
            }
        };
        let mut faults = Vec::new();
        let terms = found.map_err(|detail| faults.push(Fault::new("system", detail))).ok();
        if let Err(Refusal::Wrong(more)) = self.must_be_contact(&plan.contact) {
            faults.extend(more);
        }
        match terms {
            Some(terms) if faults.is_empty() => Ok(terms),
            Some(_) | None => Err(Refusal::Wrong(faults)),
        }
    }

    /// Goes on only when the person is a contact of the vendor.
    ///
    /// # Errors
    /// A fault at `contact`.
    pub fn must_be_contact(&self, person: &PersonId) -> Result<(), Refusal> {
        if self.contacts.contains(person) {
            return Ok(());
        }
        Err(Refusal::Wrong(vec![Fault::new("contact", "choose one of the vendor's contacts")]))
    }
}
