//! Which gradients share memory: those that are not needed at the same time.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use super::types::local;
use crate::network::Network;
use crate::tokens::Tokens;

/// What a register has to have room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// All that a layer gives.
    Part(usize),
    /// An input of the network.
    Input(usize),
}

/// Memory for gradients, each register as large as the largest that lies there.
#[derive(Default)]
pub(super) struct Registers {
    all: Vec<Register>,
}

#[derive(Default)]
struct Register {
    holds: Vec<Slot>,
    is_used: bool,
    /// The call whose outputs' gradient it holds.
    call: Option<usize>,
}

impl Registers {
    /// The register for the gradient of what a call of this layer gives.
    pub(super) fn of(&mut self, call: usize, part: usize) -> usize {
        let found = self.all.iter().position(|register| register.is_used && register.call == Some(call));
        found.unwrap_or_else(|| {
            let register = self.spare(Slot::Part(part));
            self.all[register].call = Some(call);
            register
        })
    }

    /// A register that nobody uses.
    pub(super) fn spare(&mut self, slot: Slot) -> usize {
        let is_free = |register: &Register| !register.is_used;
        let fitting =
            self.all.iter().position(|register| is_free(register) && register.holds.contains(&slot));
        let number = fitting.or_else(|| self.all.iter().position(is_free)).unwrap_or_else(|| {
            self.all.push(Register::default());
            self.all.len() - 1
        });
        let register = &mut self.all[number];
        (register.is_used, register.call) = (true, None);
        if !register.holds.contains(&slot) {
            register.holds.push(slot);
        }
        number
    }

    /// Lets others have the register.
    pub(super) fn free(&mut self, register: usize) {
        self.all[register].is_used = false;
    }

    /// The variable for a register.
    pub(super) fn name(register: usize) -> Ident {
        local(&format!("register_{register}"))
    }

    pub(super) fn names(&self) -> Vec<Ident> {
        (0..self.all.len()).map(Self::name).collect()
    }

    /// How many values, per lane, each of them has: an array.
    pub(super) fn sizes(&self, network: &Network<'_>, krate: &Tokens) -> TokenStream {
        let count = self.all.len();
        if network.is_chain() {
            return quote!(#krate::chain::registers::<#count>(Self::PARTS));
        }
        let sizes = self.all.iter().map(|register| {
            let held = register.holds.iter().map(|slot| match slot {
                Slot::Part(part) => quote!(#krate::chain::values(Self::PARTS, #part)),
                Slot::Input(number) => quote!(#krate::chain::input_values::<Self>(#number)),
            });
            quote!(#krate::chain::largest(&[#(#held),*]))
        });
        quote!([#(#sizes),*])
    }
}
