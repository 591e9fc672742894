//! One activation function a file. They lie in a folder of their own because a type and a module cannot share
//! a name.

pub(super) mod linear;
pub(super) mod relu;
pub(super) mod sigmoid;
pub(super) mod softmax;
pub(super) mod tanh;
