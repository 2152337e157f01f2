//! Staff, vendors' contacts, and the contact whom an organisation shows: the erasable rows beside the journal.
//!
//! Addresses are stored in lower case. A staff address is unique inside its organisation, a contact's within its vendor,
//! as long as both are contacts.

use super::invitations::read_state;
use super::row::{id, without_nul};
use super::{Store, StoreError};
use domain::actor::Roles;
use domain::api::assessment::InvitationState;
use domain::id::{AddressHash, AssessmentId, OrgId, PersonId, VendorId};
use domain::journal::Timestamp;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};
use std::collections::BTreeSet;

/// What a person is to the organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonKind {
    /// A member of the staff.
    Staff,
    /// A contact of a vendor.
    Vendor(VendorId),
    /// The contact whom the organisation shows to vendors.
    Shown,
    /// Who signed a submission of a vendor, as typed: name and, as the title, role.
    Signatory(VendorId),
}

/// One person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// The person.
    pub person: PersonId,
    /// What the person is to the organisation.
    pub kind: PersonKind,
    /// Address, in lower case.
    pub email: String,
    /// Name.
    pub name: String,
    /// Telephone number; may be empty.
    pub phone: String,
    /// Job title; may be empty.
    pub title: String,
    /// The password's argon2id hash, once there is one.
    pub password_hash: Option<String>,
    /// What a member of the staff may do.
    pub roles: Roles,
    /// Whether the person may enter.
    pub active: bool,
    /// When the row was made.
    pub created_at: Timestamp,
}

/// An address that a contact has or had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactAddress {
    /// The contact.
    pub person: PersonId,
    /// The hash by which the journal knows the address.
    pub hash: AddressHash,
    /// The address.
    pub address: String,
}

/// A query for whole persons.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT org, person, kind, vendor, email, name, phone, title, password_hash, roles, active, created_at ",
            "FROM person ",
            $rest
        )
    };
}

/// The staff and a vendor's people, each beside the current invitation to an assessment, if there is one.
const AROUND: &str = "SELECT p.org AS org, p.person AS person, p.kind AS kind, p.vendor AS vendor, p.email AS email,
    p.name AS name, p.phone AS phone, p.title AS title, p.password_hash AS password_hash, p.roles AS roles,
    p.active AS active, p.created_at AS created_at, l.sent AS sent, l.expires AS expires, l.used AS used,
    l.revoked AS revoked, l.mail AS mail
    FROM person p LEFT JOIN (SELECT i.created_at AS sent, i.expires_at AS expires, i.used_at AS used,
    i.revoked_at AS revoked, o.state AS mail
    FROM invitation i LEFT JOIN outbox o ON o.org = i.org AND o.link_hash = i.token_hash
    WHERE i.org = $1 AND i.assessment = $3 AND i.kind = 'invitation'
    ORDER BY CASE WHEN i.revoked_at IS NULL THEN 0 ELSE 1 END, i.created_at DESC, i.token_hash LIMIT 1) l ON 1 = 1
    WHERE p.org = $1 AND (p.kind = 'staff' OR p.vendor = $2) ORDER BY p.name, p.person";

fn read(row: &AnyRow) -> Result<(OrgId, PersonRow), StoreError> {
    let kind: String = row.try_get("kind")?;
    let vendor: Option<String> = row.try_get("vendor")?;
    let kind = match (kind.as_str(), vendor) {
        ("staff", _) => PersonKind::Staff,
        ("vendor", Some(vendor)) => PersonKind::Vendor(id(vendor)?),
        ("shown", _) => PersonKind::Shown,
        ("signatory", Some(vendor)) => PersonKind::Signatory(id(vendor)?),
        (other, _) => return Err(StoreError::Corrupt(format!("a person of kind {other}"))),
    };
    let roles: String = row.try_get("roles")?;
    let person = PersonRow {
        person: id(row.try_get("person")?)?,
        kind,
        email: row.try_get("email")?,
        name: row.try_get("name")?,
        phone: row.try_get("phone")?,
        title: row.try_get("title")?,
        password_hash: row.try_get("password_hash")?,
        roles: read_roles(&roles)?,
        active: row.try_get::<i64, _>("active")? == 1,
        created_at: Timestamp(row.try_get("created_at")?),
    };
    Ok((id(row.try_get("org")?)?, person))
}

pub(super) fn read_roles(text: &str) -> Result<Roles, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Corrupt(error.to_string()))
}

fn write_roles(roles: &Roles) -> Result<String, StoreError> {
    serde_json::to_string(roles).map_err(|error| StoreError::Corrupt(error.to_string()))
}

impl Store {
    /// The person of `org` with an id.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn person(&self, org: &OrgId, person: &PersonId) -> Result<Option<PersonRow>, StoreError> {
        let sql = select!("WHERE org = $1 AND person = $2");
        let row = sqlx::query(sql).bind(org.as_str()).bind(person.as_str()).fetch_optional(self.pool()).await?;
        Ok(row.as_ref().map(read).transpose()?.map(|(_, person)| person))
    }

    /// The members of the staff, of whichever organisation, who may sign in with `email` and a password: the
    /// longest-standing accounts first, `most` at most.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn staff_by_email(&self, email: &str, most: u32) -> Result<Vec<(OrgId, PersonRow)>, StoreError> {
        let rows = sqlx::query(select!(
            "WHERE email = $1 AND kind = 'staff' AND active = 1 AND password_hash IS NOT NULL
             ORDER BY created_at, org, person LIMIT $2"
        ))
        .bind(without_nul(email)?)
        .bind(i64::from(most))
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(read).collect()
    }

    /// The staff of `org`, by name.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn staff(&self, org: &OrgId) -> Result<Vec<PersonRow>, StoreError> {
        let rows = sqlx::query(select!("WHERE org = $1 AND kind = 'staff' ORDER BY name, person"))
            .bind(org.as_str())
            .fetch_all(self.pool())
            .await?;
        rows.iter().map(|row| read(row).map(|(_, person)| person)).collect()
    }

    /// The staff and the people of a vendor, those who left and those who signed too, by name, with what became of the
    /// current invitation to an assessment: what its page says beside the journal, in one statement.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn around(
        &self,
        org: &OrgId,
        vendor: &VendorId,
        assessment: &AssessmentId,
    ) -> Result<(Vec<PersonRow>, Option<InvitationState>), StoreError> {
        let query = sqlx::query(AROUND).bind(org.as_str()).bind(vendor.as_str()).bind(assessment.as_str());
        let rows = query.fetch_all(self.pool()).await?;
        let people = rows.iter().map(|row| read(row).map(|(_, person)| person)).collect::<Result<_, _>>()?;
        let invitation = rows.first().map(read_state).transpose()?.flatten();
        Ok((people, invitation))
    }

    /// The address of a contact with a hash, if it is still known.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn contact_address(
        &self,
        org: &OrgId,
        person: &PersonId,
        hash: &AddressHash,
    ) -> Result<Option<String>, StoreError> {
        let sql = "SELECT address FROM contact_address WHERE org = $1 AND person = $2 AND hash = $3";
        let query = sqlx::query_scalar(sql).bind(org.as_str()).bind(person.as_str()).bind(hash.as_str());
        Ok(query.fetch_optional(self.pool()).await?)
    }

    /// Every address that these people have or had, as far as they are still known.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn contact_addresses(
        &self,
        org: &OrgId,
        people: &BTreeSet<PersonId>,
    ) -> Result<Vec<ContactAddress>, StoreError> {
        let mut known = Vec::new();
        for person in people {
            let sql = "SELECT hash, address FROM contact_address WHERE org = $1 AND person = $2";
            let rows = sqlx::query(sql).bind(org.as_str()).bind(person.as_str()).fetch_all(self.pool()).await?;
            for row in rows {
                let (person, hash) = (person.clone(), id(row.try_get(0)?)?);
                known.push(ContactAddress { person, hash, address: row.try_get(1)? });
            }
        }
        Ok(known)
    }

    /// The contacts of a vendor, by name.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn contacts(&self, org: &OrgId, vendor: &VendorId) -> Result<Vec<PersonRow>, StoreError> {
        let rows = sqlx::query(select!("WHERE org = $1 AND vendor = $2 AND kind = 'vendor' ORDER BY name, person"))
            .bind(org.as_str())
            .bind(vendor.as_str())
            .fetch_all(self.pool())
            .await?;
        rows.iter().map(|row| read(row).map(|(_, person)| person)).collect()
    }
}

pub(super) async fn add(conn: &mut AnyConnection, org: &OrgId, row: &PersonRow) -> Result<(), StoreError> {
    let (kind, vendor) = match &row.kind {
        PersonKind::Staff => ("staff", None),
        PersonKind::Vendor(vendor) => ("vendor", Some(vendor.as_str().to_owned())),
        PersonKind::Shown => ("shown", None),
        PersonKind::Signatory(vendor) => ("signatory", Some(vendor.as_str().to_owned())),
    };
    sqlx::query(
        "INSERT INTO person (org, person, kind, vendor, email, name, phone, title, password_hash, roles, active,
         created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(org.as_str())
    .bind(row.person.as_str())
    .bind(kind)
    .bind(vendor)
    .bind(without_nul(&row.email)?)
    .bind(without_nul(&row.name)?)
    .bind(without_nul(&row.phone)?)
    .bind(without_nul(&row.title)?)
    .bind(row.password_hash.clone())
    .bind(write_roles(&row.roles)?)
    .bind(i64::from(row.active))
    .bind(row.created_at.0)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn note_address(
    conn: &mut AnyConnection,
    org: &OrgId,
    noted: &ContactAddress,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO contact_address (org, person, hash, address) VALUES ($1, $2, $3, $4)
         ON CONFLICT (org, person, hash) DO NOTHING",
    )
    .bind(org.as_str())
    .bind(noted.person.as_str())
    .bind(noted.hash.as_str())
    .bind(without_nul(&noted.address)?)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn change(
    conn: &mut AnyConnection,
    org: &OrgId,
    person: &PersonId,
    [name, email, phone, title]: [&String; 4],
) -> Result<(), StoreError> {
    sqlx::query("UPDATE person SET name = $1, email = $2, phone = $3, title = $4 WHERE org = $5 AND person = $6")
        .bind(without_nul(name)?)
        .bind(without_nul(email)?)
        .bind(without_nul(phone)?)
        .bind(without_nul(title)?)
        .bind(org.as_str())
        .bind(person.as_str())
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn set_roles(
    conn: &mut AnyConnection,
    org: &OrgId,
    person: &PersonId,
    roles: &Roles,
    active: bool,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE person SET roles = $1, active = $2 WHERE org = $3 AND person = $4")
        .bind(write_roles(roles)?)
        .bind(i64::from(active))
        .bind(org.as_str())
        .bind(person.as_str())
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn set_active(
    conn: &mut AnyConnection,
    org: &OrgId,
    person: &PersonId,
    active: bool,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE person SET active = $1 WHERE org = $2 AND person = $3")
        .bind(i64::from(active))
        .bind(org.as_str())
        .bind(person.as_str())
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn set_password(
    conn: &mut AnyConnection,
    org: &OrgId,
    person: &PersonId,
    hash: &str,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE person SET password_hash = $1 WHERE org = $2 AND person = $3")
        .bind(hash)
        .bind(org.as_str())
        .bind(person.as_str())
        .execute(conn)
        .await?;
    Ok(())
}
